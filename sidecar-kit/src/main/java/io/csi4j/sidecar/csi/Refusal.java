package io.csi4j.sidecar.csi;

/** Why a final answer is final. */
public enum Refusal {
    /** Nothing special: try again later, perhaps with other arguments. */
    FINAL,
    /** These arguments can never work: the next try waits for the slow set. */
    INFEASIBLE,
    /** Not here: another node or another segment may still have room. */
    EXHAUSTED
}
