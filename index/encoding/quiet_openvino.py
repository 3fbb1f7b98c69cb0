"""OpenVINO without its telemetry.

Where openvino_telemetry can be imported, which pip installs beside it, importing OpenVINO reports
that to Google Analytics from a process of its own, and leaves an id in the home folder. It goes
without where that package cannot be imported. Everything else imports OpenVINO from here.
"""

import sys

sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # as if it were not there

import openvino as ov  # noqa: E402
from openvino import opset14 as op  # noqa: E402

__all__ = ["op", "ov"]
