package io.csi4j.controller.broken;

import io.csi4j.liveness.broken.EventHelper;

/** Half of a cycle, with a sign on its door. */
public record Above(EventHelper below) {}
