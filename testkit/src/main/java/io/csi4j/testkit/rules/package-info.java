/**
 * The house rules that the compiler cannot check: arrows between modules and rooms, purity, signs, names, sizes.
 *
 * <p>Enter at {@link io.csi4j.testkit.rules.HouseRules}; each module's test calls it. Rules on compiled classes stand
 * in {@code ArrowRules}, {@code CallRules} and {@code NameRules}, rules on the text of the sources in
 * {@code SourceRules}. Must not know any other room.
 */
@NullMarked
package io.csi4j.testkit.rules;

import org.jspecify.annotations.NullMarked;
