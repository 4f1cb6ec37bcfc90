package io.csi4j.testkit.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {
    private static final String POD = """
            {"metadata":{"name":"p","namespace":"n","labels":{"app":"web","tier":"front"}},"spec":{"nodeName":"n1"}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            parameter     | selector                             | matches
            labelSelector | app=web                              | true
            labelSelector | app==web,tier=front                  | true
            labelSelector | app=web,tier=back                    | false
            labelSelector | app!=web                             | false
            labelSelector | color!=red                           | true
            labelSelector | app                                  | true
            labelSelector | !app                                 | false
            labelSelector | app in (db, web),tier notin (back)   | true
            labelSelector | app in (db)                          | false
            fieldSelector | metadata.name=p                      | true
            fieldSelector | spec.nodeName=n1,metadata.name!=q    | true
            fieldSelector | spec.nodeName=n2                     | false
            """)
    void selectorsPickByLabelAndField(String parameter, String selector, boolean matches) {
        String query = parameter + "=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
        ApiCall call = ApiCall.of("GET", URI.create("/api/v1/pods?" + query), "", "");

        assertThat(Selector.of(call).test(JsonParser.parseString(POD).getAsJsonObject()))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            method | uri                                           | verb   | resource | namespace | name | subresource
            GET    | /api/v1/pods                                  | list   | pods     | ''        | ''   | ''
            GET    | /api/v1/pods?watch=true                       | watch  | pods     | ''        | ''   | ''
            GET    | /api/v1/namespaces/n/pods/p                   | get    | pods     | n         | p    | ''
            GET    | /api/v1/namespaces/n                          | get    | namespaces | ''      | n    | ''
            POST   | /apis/apps/v1/namespaces/n/deployments        | create | deployments | n      | ''   | ''
            PATCH  | /api/v1/namespaces/n/pods/p/status            | patch  | pods     | n         | p    | status
            DELETE | /apis/storage.k8s.io/v1/storageclasses/s      | delete | storageclasses | ''  | s    | ''
            GET    | /apis/storage.k8s.io/v1                       | list   | ''       | ''        | ''   | ''
            GET    | /version                                      | list   | ''       | ''        | ''   | ''
            """)
    void thePathSaysWhatACallIsAbout(
            String method, URI uri, String verb, String resource, String namespace, String name, String subresource) {
        ApiCall call = ApiCall.of(method, uri, "", "");

        assertThat(call)
                .extracting(ApiCall::verb, ApiCall::plural, ApiCall::namespace, ApiCall::name)
                .containsExactly(verb, resource, namespace, name);
        assertThat(call.subresource()).isEqualTo(subresource);
    }
}
