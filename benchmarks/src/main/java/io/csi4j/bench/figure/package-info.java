/**
 * Figures and how they are shown: samples, their summaries, goals, tables and plots.
 *
 * <p>Enter at {@link RowFigures} (what a row has measured), {@link FigureTable} and {@link Svg}. Pure: no clock, file or
 * process, so that everything here is tested by tables.
 */
@NullMarked
package io.csi4j.bench.figure;

import org.jspecify.annotations.NullMarked;
