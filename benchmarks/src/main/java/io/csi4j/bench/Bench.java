package io.csi4j.bench;

import io.csi4j.bench.figure.FigureTable;
import io.csi4j.bench.figure.MeasureFigures;
import io.csi4j.bench.figure.RowFigures;
import io.csi4j.bench.page.Kept;
import io.csi4j.bench.program.Side;
import io.csi4j.bench.row.Ground;
import io.csi4j.bench.row.Row;
import io.csi4j.bench.row.Rows;
import io.csi4j.bench.row.Samples;
import io.csi4j.bench.row.Scale;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Launch;
import io.csi4j.sidecar.launch.StartupException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures row by row. Exit code 0 when every row was measured, whatever its figures are; 1 when one could not be; 2
 * for a wrong option.
 */
public final class Bench {
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    private final long began = System.nanoTime();
    private final BenchOptions options;
    private final Path clone;
    private final Path work;
    private final List<String> failures = new ArrayList<>();

    private Bench(Path clone, Path work, BenchOptions options) {
        this.clone = clone;
        this.work = work;
        this.options = options;
    }

    /**
     * Runs it.
     *
     * @param arguments the clone's folder, an empty work folder, then the user's options
     */
    public static void main(String... arguments) {
        Launch.program("bench", arguments, words -> {
            BenchOptions options = BenchOptions.parse(Arrays.asList(words).subList(2, words.length));
            return new Bench(Path.of(words[0]), Path.of(words[1]), options).run(System.getenv());
        });
    }

    private Exit run(Map<String, String> environment) {
        if (options.isList()) {
            Rows.all().forEach(row -> out.println(row.name()));
            return Exit.OK;
        }
        List<Row> rows = picked();
        List<RowFigures> measured = measure(rows, sides(environment));
        out.println();
        out.print(FigureTable.of(measured).text());
        keep(measured);
        failures.forEach(failure -> out.println("FAILED " + failure));
        return failures.isEmpty() ? Exit.OK : Exit.FAILURE;
    }

    private List<Row> picked() {
        List<Row> all = Rows.all();
        List<String> names = all.stream().map(Row::name).toList();
        for (String wanted : options.rows()) {
            if (!names.contains(wanted)) {
                throw new StartupException(Exit.USAGE, "bench: no row " + wanted + ", need one of " + names);
            }
        }
        return options.rows().isEmpty()
                ? all.stream()
                        .filter(row -> !(options.isQuick() && row.isSlow()))
                        .toList()
                : all.stream()
                        .filter(row -> options.rows().contains(row.name()))
                        .toList();
    }

    private List<Side> sides(Map<String, String> environment) {
        List<Side> sides = new ArrayList<>();
        sides.add(new Side(MeasureFigures.OURS, clone.resolve("dist/bin")));
        String peers = environment.getOrDefault("PEERS", "");
        if (!peers.isEmpty()) {
            if (!Files.isDirectory(Path.of(peers))) {
                throw new StartupException(Exit.USAGE, "bench: PEERS must name a folder, got " + peers);
            }
            sides.add(new Side(MeasureFigures.UPSTREAM, Path.of(peers).toAbsolutePath()));
        }
        return sides;
    }

    private List<RowFigures> measure(List<Row> rows, List<Side> sides) {
        Scale standard = options.isQuick() ? Scale.quick() : Scale.full();
        Scale scale = options.rounds() > 0 ? new Scale(options.isQuick(), options.rounds()) : standard;
        List<RowFigures> measured = new ArrayList<>();
        try (Ground ground = new Ground(sides, scale, work, this::tell)) {
            for (Row row : rows) {
                tell("row " + row.name());
                Samples samples = new Samples();
                measureOne(row, ground, samples);
                RowFigures figures = samples.figures(
                        row.name(), LocalDate.now(ZoneOffset.UTC).toString());
                measured.add(figures);
                progress.print(FigureTable.of(List.of(figures)).text());
            }
        }
        return measured;
    }

    private void measureOne(Row row, Ground ground, Samples samples) {
        try {
            row.measure(ground, samples);
        } catch (RuntimeException e) {
            // The other rows are still worth their time; the run ends with a failure all the same.
            failures.add(row.name() + ": " + e.getMessage());
            e.printStackTrace(progress);
        }
    }

    private void keep(List<RowFigures> measured) {
        Path target = clone.resolve("target/bench");
        Kept kept = options.isQuick()
                ? new Kept(target.resolve("performance.md"), target.resolve("performance"))
                : new Kept(clone.resolve("docs/performance.md"), clone.resolve("docs/performance"));
        List<RowFigures> whole = measured.stream()
                .filter(row -> failures.stream().noneMatch(failure -> failure.startsWith(row.name() + ":")))
                .toList();
        kept.add(whole, Rows.all().stream().map(Row::name).toList());
        out.println("\nfigures, page and plots: " + kept.folder() + ", " + kept.page());
    }

    private void tell(String text) {
        progress.printf(Locale.ROOT, "%7.1f s %s%n", (System.nanoTime() - began) / 1e9, text);
    }
}
