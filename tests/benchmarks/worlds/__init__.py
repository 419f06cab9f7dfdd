"""Random worlds played through the real desk: how right, how sure, how fast, and whom it accuses wrongly."""
