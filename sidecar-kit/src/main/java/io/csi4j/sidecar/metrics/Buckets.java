package io.csi4j.sidecar.metrics;

import java.util.ArrayList;
import java.util.List;

/** Upper bounds of histogram buckets, ascending; the last one, infinity, comes by itself. */
public final class Buckets {
    /** Prometheus' own choice, for seconds from 5 ms to 10 s. */
    public static final List<Double> STANDARD = List.of(.005, .01, .025, .05, .1, .25, .5, 1., 2.5, 5., 10.);

    /** Calls to a driver, in seconds: contract common.md, section 6. */
    static final List<Double> OPERATIONS = List.of(.1, .25, .5, 1., 2.5, 5., 10., 15., 25., 50., 120., 300., 600.);

    private Buckets() {}

    /** As many bounds as asked for, from {@code start} on, each {@code factor} times the one before. */
    public static List<Double> exponential(double start, double factor, int count) {
        List<Double> bounds = new ArrayList<>();
        double bound = start;
        for (int i = 0; i < count; i++) {
            bounds.add(bound);
            bound *= factor;
        }
        return bounds;
    }
}
