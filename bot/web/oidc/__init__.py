"""Signing in by an identity provider: OpenID Connect's code flow, and logout from the provider's side."""
