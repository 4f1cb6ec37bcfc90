/**
 * What tests of all modules share: a clock turned by hand, a fake driver, a fake API server, a program as a process of
 * its own, and the architecture rules.
 */
@NullMarked
package io.csi4j.testkit;

import org.jspecify.annotations.NullMarked;
