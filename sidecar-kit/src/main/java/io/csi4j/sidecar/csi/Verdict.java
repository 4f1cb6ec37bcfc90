package io.csi4j.sidecar.csi;

/** What a gRPC code says about one call: the cells of {@link CodeTable}. */
public enum Verdict {
    /** The driver did it. */
    DONE,
    /** Nobody knows, or the driver is still at it: repeat with the very same arguments. */
    UNCERTAIN,
    /** The driver is not at it and will not be: see {@link Refusal#FINAL}. */
    FINAL,
    /** Final, and these arguments can never work: see {@link Refusal#INFEASIBLE}. */
    INFEASIBLE,
    /** Final here, another place may do: see {@link Refusal#EXHAUSTED}. */
    EXHAUSTED
}
