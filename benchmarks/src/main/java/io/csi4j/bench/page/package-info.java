/**
 * What stays of a run: the figures as JSON, the page with tables and plots.
 *
 * <p>Enter at {@link Kept}. Knows figures only, not how they were measured.
 */
@NullMarked
package io.csi4j.bench.page;

import org.jspecify.annotations.NullMarked;
