package io.csi4j.bench.row;

/** Something that is measured on every side. */
public interface Row {
    /** By which it is picked: lower case and hyphens. */
    String name();

    /** Measures every side, alternating where it goes several rounds; ends everything it has started. */
    void measure(Ground ground, Samples samples);
}
