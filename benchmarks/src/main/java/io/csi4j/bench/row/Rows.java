package io.csi4j.bench.row;

import java.util.List;

/** All rows, in the order of the table. */
public final class Rows {
    private Rows() {}

    public static List<Row> all() {
        return List.of(
                ClaimsRow.withStandardFlags(),
                ClaimsRow.withoutLimits(),
                new KeptClaimsRow(),
                new IdleRow(),
                new StartRow(),
                new OneClaimRow(),
                FailOverRow.killed(),
                FailOverRow.stopped());
    }
}
