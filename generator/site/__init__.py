"""The help website: frames from the site engine, generated pages stamped into them."""
