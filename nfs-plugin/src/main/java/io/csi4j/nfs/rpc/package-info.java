/**
 * What every RPC of the driver shares: its answer or refusal, its time, its lock, its log lines.
 *
 * <p>Enter at {@link Answers}. The one table from faults of a share to gRPC codes is {@link FaultCodes}. May use
 * {@code share} for faults and budgets; must not know which RPC it serves.
 */
@NullMarked
package io.csi4j.nfs.rpc;

import org.jspecify.annotations.NullMarked;
