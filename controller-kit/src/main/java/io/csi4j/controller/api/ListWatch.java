package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.ProtoStream;
import io.csi4j.controller.codec.Shape;
import io.csi4j.controller.storage.KubeObject;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Lists and watches the objects of one kind that a selector picks. Objects are handed over one by one while the
 * answer streams in; no answer is ever held as a whole.
 *
 * @param <T> our record of the kind
 */
public final class ListWatch<T extends KubeObject> {
    /** Reason with which a watch or list is refused whose version the server has not reached (yet). */
    public static final String VERSION_TOO_LARGE = ServerFault.TOO_LARGE;

    /** A page without limit may be the whole of a large cluster; silence is found by the read timeout anyway. */
    private static final Duration LONGEST_PAGE = Duration.ofMinutes(10);

    private final Transport transport;
    private final Kind<T> kind;
    private final Selector selector;

    ListWatch(Transport transport, Kind<T> kind, Selector selector) {
        this.transport = transport;
        this.kind = kind;
        this.selector = selector;
    }

    /**
     * Part of a list, already handed over.
     *
     * @param resourceVersion state of the whole list
     * @param next token of the next page, empty if this was the last
     */
    public record Page(String resourceVersion, String next) {}

    public Kind<T> kind() {
        return kind;
    }

    /**
     * Reads one page of a consistent list.
     *
     * @param next token of the page before, empty for the first
     * @param limit most objects of a page, 0 for all
     * @return {@code Rejected} with code 410 if the token is too old: the list has to start over
     */
    public Reply<Page> page(String next, int limit, Consumer<T> each) {
        HttpUrl.Builder url = url();
        if (limit > 0) {
            url.addQueryParameter("limit", Integer.toString(limit));
        }
        if (!next.isEmpty()) {
            url.addQueryParameter("continue", next);
        }
        return transport
                .within(LONGEST_PAGE)
                .ask(Answers.of(kind, new Request.Builder().url(url.build())), response -> read(response, each));
    }

    private Page read(Response response, Consumer<T> each) throws IOException {
        PageDraft draft = new PageDraft(each);
        Shape shape = kind.shape();
        if (shape != null && Answers.isProtobuf(response)) {
            new ProtoStream(response.body().byteStream()).list(Shapes.LIST_META, shape, draft);
        } else {
            draft.readJson(Answers.json(response));
        }
        return new Page(draft.resourceVersion, draft.next);
    }

    private final class PageDraft implements ProtoStream.ListParts {
        private final Consumer<T> each;
        private String resourceVersion = "";
        private String next = "";

        PageDraft(Consumer<T> each) {
            this.each = each;
        }

        private void readJson(Fields in) throws IOException {
            in.object(field -> {
                switch (field) {
                    case "metadata" -> meta(in);
                    case "items" ->
                        in.each(item -> {
                            item(item);
                            return item;
                        });
                    default -> in.skip();
                }
            });
        }

        @Override
        public void item(Fields item) throws IOException {
            each.accept(kind.read(item));
        }

        @Override
        public void meta(Fields meta) throws IOException {
            meta.object(field -> {
                switch (field) {
                    case "resourceVersion" -> resourceVersion = meta.text();
                    case "continue" -> next = meta.text();
                    default -> meta.skip();
                }
            });
        }
    }

    /**
     * Watches what comes after a state.
     *
     * @param serverTime when the server shall end the watch
     * @param silence when a silent watch counts as dead; longer than the minute between two bookmarks
     */
    public Reply<Watch<T>> watchFrom(String resourceVersion, Duration serverTime, Duration silence) {
        return open(watchUrl(serverTime).addQueryParameter("resourceVersion", resourceVersion), silence);
    }

    /**
     * Watches from now on, first telling all objects there are and then a bookmark that completes the list (KEP-3157,
     * "watch-list").
     *
     * @return {@code Rejected} by servers that do not know it
     */
    public Reply<Watch<T>> watchAll(Duration serverTime, Duration silence) {
        HttpUrl.Builder url = watchUrl(serverTime)
                .addQueryParameter("sendInitialEvents", "true")
                .addQueryParameter("resourceVersionMatch", "NotOlderThan");
        return open(url, silence);
    }

    private Reply<Watch<T>> open(HttpUrl.Builder url, Duration silence) {
        return transport
                .streaming(silence)
                .open(
                        Answers.of(kind, new Request.Builder().url(url.build())),
                        (response, call) -> new Watch<>(kind, response, call));
    }

    private HttpUrl.Builder watchUrl(Duration serverTime) {
        return url().addQueryParameter("watch", "true")
                .addQueryParameter("allowWatchBookmarks", "true")
                .addQueryParameter("timeoutSeconds", Long.toString(serverTime.toSeconds()));
    }

    private HttpUrl.Builder url() {
        HttpUrl.Builder url = Paths.collection(transport.url(), kind.place(), selector.namespace());
        if (!selector.labels().isEmpty()) {
            url.addQueryParameter("labelSelector", selector.labels());
        }
        if (!selector.fields().isEmpty()) {
            url.addQueryParameter("fieldSelector", selector.fields());
        }
        return url;
    }
}
