package dev.leat.connect.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ErrorTextTest {

    @Test
    void isOneLineThatNamesTheKindOfError() {
        assertThat(ErrorText.of(new IOException("no route\n  to host"))).isEqualTo("IOException: no route to host");
        assertThat(ErrorText.of(new IOException())).isEqualTo("IOException");
    }

    @Test
    void showsNoCredentialsOfAnAddress() {
        assertThat(ErrorText.of(new IllegalStateException("cannot reach mongodb://jane:hunter2@db:27017/?a=b@c")))
                .isEqualTo("IllegalStateException: cannot reach mongodb://***@db:27017/?a=b@c");
    }
}
