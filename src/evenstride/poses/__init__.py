"""Pose estimators: a picture in, points of the bodies in it out. Libraries and models load when one is opened."""
