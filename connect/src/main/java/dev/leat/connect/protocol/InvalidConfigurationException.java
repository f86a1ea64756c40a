package dev.leat.connect.protocol;

import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.util.List;

/** The values of a connector's configuration cannot be used; the message is the one that the protocol prescribes. */
public final class InvalidConfigurationException extends ConfigException {

    private static final long serialVersionUID = 1L;

    InvalidConfigurationException(List<Problem> problems) {
        super(problems);
    }

    @Override
    public String getMessage() {
        return "Field validation errors: " + super.getMessage();
    }
}
