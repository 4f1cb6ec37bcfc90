package io.csi4j.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WatchingTest {
    @Test
    void aWatchThatTheServerEndsIsTakenUpBehindTheLastChange() throws IOException, InterruptedException {
        InputStream silent = new PipedInputStream(new PipedOutputStream());
        Map<String, InputStream> answers = Map.of(
                "", lines(line("ADDED", "a", 6) + line("ADDED", "b", 7)),
                "7", lines(line("DELETED", "a", 9)),
                "9", silent);
        List<String> opened = new CopyOnWriteArrayList<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(3);

        try (Watching _ = new Watching(
                version -> {
                    opened.add(version);
                    return answers.getOrDefault(version, silent);
                },
                change -> {
                    seen.add(change.type() + " " + change.name());
                    all.countDown();
                })) {
            all.await();
        }

        assertThat(seen).containsExactly("ADDED a", "ADDED b", "DELETED a");
        assertThat(opened).startsWith("", "7");
    }

    private static InputStream lines(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(String type, String name, int version) {
        return "{\"type\":\"" + type + "\",\"object\":{\"metadata\":{\"name\":\"" + name + "\",\"resourceVersion\":\""
                + version + "\"}}}\n";
    }
}
