package io.csi4j.sidecar.metrics;

/** All series of one name. */
sealed interface Family permits Counter, Gauge, Histogram {
    Description description();

    /** Prometheus' word for the kind: counter, gauge or histogram. */
    String type();

    /** Writes the samples of all its series, in the order of their labels. */
    void write(TextPage page);
}
