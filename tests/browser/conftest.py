"""Loads what tests of the finished site share."""

from tests import site_fixtures

pytest_configure = site_fixtures.load
