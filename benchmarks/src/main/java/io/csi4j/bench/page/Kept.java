package io.csi4j.bench.page;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.RowFigures;
import io.csi4j.bench.figure.Svg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of all rows ever measured at one place, so that rows can be measured one by one: {@code figures.json}, a
 * picture a plot, and the page that shows them.
 *
 * @param page the Markdown file; what stands outside of the marks in it is left as it is
 * @param folder beside the page, for the JSON and the pictures
 */
public record Kept(Path page, Path folder) {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** Takes rows in, each in the place of its earlier self, and writes everything anew. */
    public void add(List<RowFigures> measured, List<String> order) {
        Map<String, RowFigures> rows = new LinkedHashMap<>();
        read().forEach(row -> rows.put(row.name(), row));
        measured.forEach(row -> rows.put(row.name(), row));
        List<RowFigures> sorted = new ArrayList<>(rows.values());
        sorted.sort((a, b) -> Integer.compare(order.indexOf(a.name()), order.indexOf(b.name())));
        write(json(), GSON.toJson(sorted) + "\n");
        sorted.stream().flatMap(row -> row.charts().stream()).forEach(this::draw);
        String before = Files.exists(page) ? text(page) : PageText.EMPTY;
        write(page, PageText.with(before, sorted, folder.getFileName().toString()));
    }

    /** What is kept so far. */
    List<RowFigures> read() {
        if (!Files.exists(json())) {
            return List.of();
        }
        List<RowFigures> rows = GSON.fromJson(text(json()), new TypeToken<List<RowFigures>>() {}.getType());
        return rows == null ? List.of() : rows;
    }

    private void draw(Chart chart) {
        write(folder.resolve(chart.name() + ".svg"), Svg.of(chart));
    }

    private Path json() {
        return folder.resolve("figures.json");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
