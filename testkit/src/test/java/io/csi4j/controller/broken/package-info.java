/** A room that exists to be forbidden: the house rules are tried on it. See {@code HouseRulesTest}. */
@NullMarked
package io.csi4j.controller.broken;

import org.jspecify.annotations.NullMarked;
