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
                new IdleRow(Controller.PROVISIONER),
                new IdleRow(Controller.ATTACHER),
                new IdleRow(Controller.RESIZER),
                new GrowthRow(Growth.CLAIMS),
                new GrowthRow(Growth.NODES),
                new ForeignRow(),
                NodeSidecarRow.registrar(),
                NodeSidecarRow.probe(),
                new SoakRow(),
                new StartRow(),
                new OneClaimRow(),
                FailOverRow.killed(),
                FailOverRow.stopped(),
                new AttachmentsRow(),
                new ExpansionsRow(),
                new NfsRow(),
                new NfsNodeRow());
    }
}
