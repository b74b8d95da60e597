"""The parameters of pipelines, checked: for requests and for Python alike."""
