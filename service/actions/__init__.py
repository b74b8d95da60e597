"""The Actions of the Tencent dialect, one file each; `registry` lists them."""
