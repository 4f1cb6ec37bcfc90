/**
 * What is measured: one small class a row of the table, all behind {@link Row}.
 *
 * <p>Enter at {@link Rows}. A row gets {@link Ground} (sides, sizes, the cluster) and leaves samples in {@link Samples}.
 * May read the clock: measuring is what it is for. Figures are summed up and shown elsewhere.
 */
@NullMarked
package io.csi4j.bench.row;

import org.jspecify.annotations.NullMarked;
