package io.csi4j.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Asks the API server one path at a time, a tenth of what a kubectl costs. Mutable (keeps the trust), one thread. */
final class ApiProbe {
    private static final int TIMEOUT_MILLIS = 2_000;

    private final String server;
    private final Path authority;
    private final String token;

    private @Nullable SSLSocketFactory trust;

    ApiProbe(String server, Path authority, String token) {
        this.server = server;
        this.authority = authority;
        this.token = token;
    }

    /** Whether the path is answered with 200; false also while nobody listens or the certificate is not yet made. */
    boolean isFound(String path) {
        try {
            HttpsURLConnection connection = open(path);
            boolean isFound = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            // A body read to its end leaves the connection for the next question: no second TLS handshake.
            try (@Nullable InputStream body = isFound ? connection.getInputStream() : connection.getErrorStream()) {
                if (body != null) {
                    body.transferTo(OutputStream.nullOutputStream());
                }
            }
            return isFound;
        } catch (IOException | GeneralSecurityException notYet) {
            return false;
        }
    }

    /** The answer to a GET; empty when it is not 200 or nobody answers. */
    String body(String path) {
        try (InputStream body = open(path).getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | GeneralSecurityException notYet) {
            return "";
        }
    }

    private HttpsURLConnection open(String path) throws IOException, GeneralSecurityException {
        if (trust == null) {
            trust = trustOf(authority);
        }
        var connection = (HttpsURLConnection) URI.create(server + path).toURL().openConnection();
        connection.setSSLSocketFactory(trust);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }

    private static SSLSocketFactory trustOf(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream stream = Files.newInputStream(pem)) {
            int index = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(stream)) {
                store.setCertificateEntry("lab" + index++, certificate);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
