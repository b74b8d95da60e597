"""Pipelines in Python as PaddleX and PaddleOCR have them: parameters, configuration, results."""
