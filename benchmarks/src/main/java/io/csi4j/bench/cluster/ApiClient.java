package io.csi4j.bench.cluster;

import io.csi4j.lab.ControlPlane;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The API server as the administrator sees it, without any client-side limit. Safe for many threads; every call blocks
 * and throws {@link UncheckedIOException} or {@link IllegalStateException} with the server's words when it fails.
 */
public final class ApiClient implements AutoCloseable {
    private static final int NOT_FOUND = 404;

    private final String server;
    private final String token;
    private final HttpClient http;

    ApiClient(ControlPlane plane) {
        server = plane.server();
        token = plane.token();
        try {
            http = HttpClient.newBuilder()
                    .sslContext(trust(plane))
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("could not trust " + plane.authority(), e);
        }
    }

    /** The body of an answer. */
    public String get(String path) {
        return send(request(path).GET().build(), path);
    }

    /** Creates the object. */
    public void create(ApiObject object) {
        send(
                request(object.collection())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(object.json()))
                        .build(),
                object.collection());
    }

    /** A merge patch. */
    public void patch(String path, String json) {
        send(
                request(path)
                        .header("Content-Type", "application/merge-patch+json")
                        .method("PATCH", BodyPublishers.ofString(json))
                        .build(),
                path);
    }

    /** Deletes the object; nothing happens when it is gone. */
    public void delete(String path) {
        send(request(path).DELETE().build(), path);
    }

    /** Tells each change below the path, beginning with what is there, until the watch is closed. */
    public Watching watch(String path, Consumer<Change> listener) {
        return new Watching(version -> open(path, version), listener);
    }

    private InputStream open(String path, String version) {
        String from = version.isEmpty() ? "" : "&resourceVersion=" + version;
        try {
            HttpResponse<InputStream> answer =
                    http.send(request(path + "?watch=true" + from).GET().build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("watch of " + path + " answered with " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(path, e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path)).header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest request, String path) {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            boolean isGone = request.method().equals("DELETE") && answer.statusCode() == NOT_FOUND;
            if (answer.statusCode() >= 300 && !isGone) {
                throw new IllegalStateException(
                        request.method() + " " + path + " answered with " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(path, e);
        }
    }

    private static IllegalStateException interrupted(String path, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while asking for " + path, e);
    }

    private static SSLContext trust(ControlPlane plane) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(plane.authority())) {
            int index = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + index++, certificate);
            }
        }
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusted.getTrustManagers(), null);
        return context;
    }
}
