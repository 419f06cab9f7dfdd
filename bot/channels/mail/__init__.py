"""Mail: what the desk says goes out by SMTP; what people write comes in and becomes reports."""
