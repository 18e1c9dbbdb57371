"""All routes of the way in, for the console to include."""

from __future__ import annotations

from console.signing_in import demo, entering, joining, own_passkeys, statics, stepping_up

ROUTERS = (entering.router, joining.router, stepping_up.router, own_passkeys.router, demo.router, statics.router)
