package io.csi4j.controller.api;

import io.csi4j.sidecar.launch.Ticker;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import org.jspecify.annotations.Nullable;

/** Reads a kubeconfig file with the official client; its credential plugins are run as that client runs them. */
final class Kubeconfig {
    /** A credential plugin is a process: it is asked anew only so often, and when the server refuses its token. */
    private static final Duration PLUGIN_TOKEN_LIFETIME = Duration.ofMinutes(10);

    private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

    private final KubeConfig config;
    private final Map<String, ?> user;

    private Kubeconfig(KubeConfig config, Map<String, ?> user) {
        this.config = config;
        this.user = user;
    }

    static Cluster load(Path file, Ticker ticker) throws IOException {
        // The client logs by SLF4J, which warns on standard error if nobody listens; what matters we say ourselves.
        if (System.getProperty(SLF4J_VERBOSITY) == null) {
            System.setProperty(SLF4J_VERBOSITY, "ERROR");
        }
        KubeConfig config = parse(file);
        config.setFile(file.toAbsolutePath().toFile());
        Map<String, ?> context = part(config.getContexts(), config.getCurrentContext(), "context", file);
        Map<String, ?> cluster = part(config.getClusters(), context.get("cluster"), "cluster", file);
        Map<String, ?> user = part(config.getUsers(), context.get("user"), "user", file);
        refuse(cluster, "proxy-url", file);
        refuse(user, "as", file);
        return new Kubeconfig(config, user).cluster(file, ticker);
    }

    private static KubeConfig parse(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return KubeConfig.loadKubeConfig(text);
        } catch (RuntimeException e) {
            // The parser throws whatever happens to it: bad YAML, missing parts, wrong types.
            throw new IOException("kubeconfig " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Entry {@code name} of one of the file's lists; an unset name leads to an empty entry, as in client-go. */
    private static Map<String, ?> part(@Nullable List<Object> entries, @Nullable Object name, String part, Path file)
            throws IOException {
        if (name == null || name.equals("")) {
            if (part.equals("user")) {
                return Map.of();
            }
            throw new IOException("kubeconfig " + file + " names no current " + part);
        }
        for (Object entry : entries == null ? List.of() : entries) {
            if (entry instanceof Map<?, ?> named
                    && name.equals(named.get("name"))
                    && named.get(part) instanceof Map<?, ?> found) {
                @SuppressWarnings("unchecked") // YAML's keys are texts here.
                Map<String, ?> typed = (Map<String, ?>) found;
                return typed;
            }
        }
        throw new IOException("kubeconfig " + file + " has no " + part + " named " + name);
    }

    private static void refuse(Map<String, ?> part, String field, Path file) throws IOException {
        if (part.containsKey(field)) {
            throw new IOException("kubeconfig " + file + ": field " + field + " is not supported");
        }
    }

    private Cluster cluster(Path file, Ticker ticker) throws IOException {
        String server = config.getServer();
        if (server == null) {
            throw new IOException("kubeconfig " + file + " names no server");
        }
        HttpUrl url = Cluster.url(server);
        return new Cluster(url, tls(), credentials(ticker));
    }

    private Tls tls() throws IOException {
        Tls tls = Tls.SYSTEM;
        byte[] authority = config.getDataOrFileRelative(
                config.getCertificateAuthorityData(), config.getCertificateAuthorityFile());
        if (authority != null) {
            tls = tls.trusting(authority);
        }
        if (!config.verifySSL()) {
            tls = tls.trustingAnyone();
        }
        String serverName = config.getTlsServerName();
        if (serverName != null && !serverName.isEmpty()) {
            tls = tls.expecting(serverName);
        }
        byte[] certificate =
                config.getDataOrFileRelative(config.getClientCertificateData(), config.getClientCertificateFile());
        byte[] key = config.getDataOrFileRelative(config.getClientKeyData(), config.getClientKeyFile());
        return certificate == null || key == null ? pluginTls(tls) : tls.presenting(certificate, key);
    }

    /** A plugin may hand out a certificate instead of a token: taken once, at start. */
    private Tls pluginTls(Tls tls) throws IOException {
        Map<String, String> handedOut = user.containsKey("exec") ? config.getCredentials() : null;
        String certificate = handedOut == null ? null : handedOut.get(KubeConfig.CRED_CLIENT_CERTIFICATE_DATA_KEY);
        String key = handedOut == null ? null : handedOut.get(KubeConfig.CRED_CLIENT_KEY_DATA_KEY);
        return certificate == null || key == null
                ? tls
                : tls.presenting(certificate.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable Interceptor credentials(Ticker ticker) {
        String name = config.getUsername();
        String password = config.getPassword();
        if (name != null && password != null) {
            String header = Credentials.basic(name, password, StandardCharsets.UTF_8);
            return chain -> chain.proceed(
                    chain.request().newBuilder().header("Authorization", header).build());
        }
        boolean plugin = user.containsKey("exec") || user.containsKey("auth-provider");
        boolean token = user.containsKey("token") || user.containsKey("tokenFile");
        if (!plugin && !token) {
            return null;
        }
        Map<String, String> first = config.getCredentials();
        if (first != null && !first.containsKey(KubeConfig.CRED_TOKEN_KEY)) {
            return null;
        }
        Duration lifetime = plugin ? PLUGIN_TOKEN_LIFETIME : Cluster.TOKEN_LIFETIME;
        return new BearerToken(this::token, lifetime, ticker);
    }

    private String token() throws IOException {
        Map<String, String> credentials = config.getCredentials();
        String token = credentials == null ? null : credentials.get(KubeConfig.CRED_TOKEN_KEY);
        if (token == null) {
            throw new IOException("the kubeconfig's user has no token: its file or credential plugin gave none");
        }
        return token.strip();
    }
}
