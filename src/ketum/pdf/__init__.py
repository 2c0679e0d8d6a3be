"""A PDF as rows of cells. Nothing here runs in a process of ours: `READER` starts one for it.

The process loads only what reads a page, so that it starts at once; `ketum.product.sandbox` holds
it under limits and believes of its answer only what has the right shape.
"""

__all__ = ["READER"]

READER = ("-I", "-m", "ketum.pdf.document")
"""Arguments of the interpreter: bytes of a PDF in, one JSON object out."""
