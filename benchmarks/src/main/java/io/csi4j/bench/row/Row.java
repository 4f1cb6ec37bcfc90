package io.csi4j.bench.row;

/** Something that is measured on every side. */
public interface Row {
    /** By which it is picked: lower case and hyphens. */
    String name();

    /** Whether it is too long even in its small size; then a quick run measures it only when it is picked. */
    default boolean isSlow() {
        return false;
    }

    /** Measures every side, alternating where it goes several rounds; ends everything it has started. */
    void measure(Ground ground, Samples samples);
}
