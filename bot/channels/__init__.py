"""One file per platform: `read` what comes in, `render` what goes out, `listen`, `send`."""
