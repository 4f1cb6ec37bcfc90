package io.csi4j.sidecar.http;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.GoQuote;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which page stands behind which path, exactly; everything else is 404. Built at start, then only read. */
public final class Routes {
    private static final Page NOT_FOUND = request -> Answer.notFound();

    private final Map<String, Page> pages = new LinkedHashMap<>();

    /**
     * Adds a page.
     *
     * @throws StartupException with {@link Exit#FAILURE} when the path does not begin with a slash or is taken, as
     *     {@code --metrics-path} may say anything
     */
    public Routes page(String path, Page page) {
        if (!path.startsWith("/")) {
            throw new StartupException(
                    Exit.FAILURE, "need an HTTP path with a slash in front, got " + GoQuote.of(path));
        }
        if (pages.putIfAbsent(path, page) != null) {
            throw new StartupException(Exit.FAILURE, "two pages want the same HTTP path " + path);
        }
        return this;
    }

    /** Adds the metrics page. */
    public Routes metrics(String path, MetricsRegistry registry) {
        return page(path, new MetricsPage(registry));
    }

    /** Adds what this runtime can tell of Go's {@code /debug/pprof/}. */
    public Routes pprof() {
        Pprof.pages().forEach(this::page);
        return this;
    }

    Page page(String path) {
        return pages.getOrDefault(path, NOT_FOUND);
    }
}
