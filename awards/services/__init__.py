"""The verbs of the business."""
