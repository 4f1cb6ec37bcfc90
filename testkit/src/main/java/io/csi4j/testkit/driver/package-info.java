/**
 * A CSI driver in memory, reached over a real unix socket.
 *
 * <p>Enter at {@link io.csi4j.testkit.driver.FakeDriver}. It keeps volumes and snapshots by name, idempotent as the CSI
 * specification wants, records every request, and does wrong what a test wishes. Must not know the controller kit.
 */
@NullMarked
package io.csi4j.testkit.driver;

import org.jspecify.annotations.NullMarked;
