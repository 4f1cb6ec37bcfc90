package io.csi4j.provisioner.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTemplateTest {
    private static final Map<String, String> VALUES = Map.of("pv.name", "vol", "word", "w", "1", "one", "$", "cash");

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            template          | filled
            plain             | plain
            ${pv.name}        | vol
            a-${pv.name}-b    | a-vol-b
            $word-x           | w-x
            $1word            | oneword
            ${1}              | one
            $$                | cash
            a${}b             | ab
            a${b              | ab
            end$              | end$
            a$.b              | a$.b
            ''                | ''
            """)
    void tokensAreReplacedAsGoDoes(String template, String filled) {
        assertThat(SecretTemplate.fill(template, VALUES)).isEqualTo(Step.ready(filled));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            template                   | message
            ${pvc.name}                | invalid tokens: [pvc.name]
            ${z}-$a-${z}-${pv.name}    | invalid tokens: [a, z]
            $?                         | invalid tokens: [?]
            ${ pv.name }               | invalid tokens: [ pv.name ]
            """)
    void unknownTokensAreNamedInOrder(String template, String message) {
        assertThat(SecretTemplate.fill(template, VALUES)).isEqualTo(Step.noChange(message));
    }
}
