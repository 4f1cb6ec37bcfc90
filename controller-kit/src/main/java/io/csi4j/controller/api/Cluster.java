package io.csi4j.controller.api;

import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import org.jspecify.annotations.Nullable;

/**
 * Where the API server is, whom we trust and who we are: from a kubeconfig, a bare URL, or the pod's service account
 * (contract common.md, section 8).
 *
 * @param url base of all paths; may itself have a path
 * @param credentials puts our name on every request; null if TLS does, or nothing
 */
record Cluster(HttpUrl url, Tls tls, @Nullable Interceptor credentials) {
    /** Where the kubelet mounts a pod's service account. */
    static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    /** As client-go: the kubelet rotates a mounted token long before it ends. */
    static final Duration TOKEN_LIFETIME = Duration.ofMinutes(1);

    static Cluster find(KubeOptions options, Ticker ticker) {
        try {
            return find(options, System.getenv(), SERVICE_ACCOUNT, ticker);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupException(options.faultExit(), "no way to the API server: " + e.getMessage(), e);
        }
    }

    static Cluster find(KubeOptions options, Map<String, String> env, Path serviceAccount, Ticker ticker)
            throws IOException {
        if (!options.kubeconfig().isEmpty()) {
            Cluster found = Kubeconfig.load(Path.of(options.kubeconfig()), ticker);
            return options.master().isEmpty() ? found : found.at(url(options.master()));
        }
        if (!options.master().isEmpty()) {
            return new Cluster(url(options.master()), Tls.SYSTEM, null);
        }
        return inCluster(env, serviceAccount, ticker);
    }

    private static Cluster inCluster(Map<String, String> env, Path account, Ticker ticker) throws IOException {
        String host = env.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = env.getOrDefault("KUBERNETES_SERVICE_PORT", "");
        if (host.isEmpty() || port.isEmpty()) {
            throw new IOException("neither kubeconfig nor master given, and this is no pod: "
                    + "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be set");
        }
        String address = host.contains(":") ? "[" + host + "]" : host;
        Path token = account.resolve("token");
        BearerToken.Source source = () -> Files.readString(token).strip();
        if (source.read().isEmpty()) {
            throw new IOException("service account token is empty: " + token);
        }
        Tls tls = Tls.SYSTEM.trusting(Files.readAllBytes(account.resolve("ca.crt")));
        return new Cluster(
                url("https://" + address + ":" + port), tls, new BearerToken(source, TOKEN_LIFETIME, ticker));
    }

    /** As client-go: an address without scheme is plain HTTP. */
    static HttpUrl url(String text) throws IOException {
        String whole = text.contains("://") ? text : "http://" + text;
        return Optional.ofNullable(HttpUrl.parse(whole))
                .orElseThrow(() -> new IOException("need an http or https URL of the API server, got " + text));
    }

    private Cluster at(HttpUrl elsewhere) {
        return new Cluster(elsewhere, tls, credentials);
    }
}
