package io.csi4j.controller.api;

import io.kubernetes.client.util.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.internal.tls.OkHostnameVerifier;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Whom we trust and what we show.
 *
 * @param authority certificates that may sign the server's, PEM; null for those the machine trusts
 * @param verifies false takes any server
 * @param serverName name the server's certificate must carry instead of the URL's; empty for the URL's
 * @param certificate our own, PEM; null for none
 * @param key of our certificate, PEM; null for none
 */
record Tls(
        @Nullable ByteString authority,
        boolean verifies,
        String serverName,
        @Nullable ByteString certificate,
        @Nullable ByteString key) {
    /**
     * ChaCha20 first, so that a Go server takes it: the programs run with C1 alone, which knows no AES instructions and
     * enciphers 20 MB/s with AES-GCM, 130 MB/s with ChaCha20. With C2 both are quick. AES follows for servers that must
     * not use the other.
     */
    private static final ConnectionSpec SPEC = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
            .cipherSuites(
                    CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                    CipherSuite.TLS_AES_128_GCM_SHA256,
                    CipherSuite.TLS_AES_256_GCM_SHA384,
                    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                    CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
                    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                    CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
                    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
                    CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)
            .build();

    /** What the machine trusts, and no certificate of ours. */
    static final Tls SYSTEM = new Tls(null, true, "", null, null);

    Tls trusting(byte[] pem) {
        return new Tls(ByteString.of(pem), verifies, serverName, certificate, key);
    }

    Tls trustingAnyone() {
        return new Tls(authority, false, serverName, certificate, key);
    }

    Tls expecting(String name) {
        return new Tls(authority, verifies, name, certificate, key);
    }

    Tls presenting(byte[] ownCertificate, byte[] ownKey) {
        return new Tls(authority, verifies, serverName, ByteString.of(ownCertificate), ByteString.of(ownKey));
    }

    /** Our key stays out of logs. */
    @Override
    public String toString() {
        return "Tls[verifies=" + verifies + ", serverName=" + serverName + "]";
    }

    /**
     * Sets the client up for {@code url}. A plain one gets no TLS at all, and one with its own authority never loads
     * the machine's trust store: that costs memory and time at start.
     */
    void applyTo(OkHttpClient.Builder client, HttpUrl url) throws IOException {
        if (!url.isHttps()) {
            client.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
            return;
        }
        try {
            X509TrustManager trust = verifies ? verifying() : new Anyone();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), new TrustManager[] {trust}, null);
            client.sslSocketFactory(context.getSocketFactory(), trust);
            client.socketFactory(new BufferedSockets());
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
        client.connectionSpecs(List.of(SPEC));
        if (!verifies) {
            client.hostnameVerifier((host, session) -> true);
        } else if (!serverName.isEmpty()) {
            client.hostnameVerifier((host, session) -> OkHostnameVerifier.INSTANCE.verify(serverName, session));
        }
    }

    private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
        if (certificate == null || key == null) {
            return null;
        }
        byte[] privateKey = key.toByteArray();
        String algorithm = SSLUtils.recognizePrivateKeyAlgo(privateKey);
        return SSLUtils.keyManagers(certificate.toByteArray(), privateKey, algorithm, "", null, null);
    }

    private X509TrustManager verifying() throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authority == null ? null : store(authority.toByteArray()));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("this JVM has no X.509 trust manager");
    }

    private static KeyStore store(byte[] pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (Certificate one :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
            store.setCertificateEntry("authority-" + count++, one);
        }
        if (count == 0) {
            throw new GeneralSecurityException("the certificate authority holds no certificate");
        }
        return store;
    }

    /** For {@code insecure-skip-tls-verify}, which the user has to ask for. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
