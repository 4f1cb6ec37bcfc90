/**
 * A whole program in the JVM of a test, between a fake API server and a fake driver.
 *
 * <p>Enter at {@link io.csi4j.testkit.program.TestedProgram}. Must not know the controller kit: the test says how its
 * program is run.
 */
@NullMarked
package io.csi4j.testkit.program;

import org.jspecify.annotations.NullMarked;
