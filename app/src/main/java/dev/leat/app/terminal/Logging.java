package dev.leat.app.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/**
 * Sets up the log: plain lines on standard error, warnings and errors unless the command line asks for more. Found by
 * Logback as a service, when the first line is logged: a command that logs nothing pays nothing.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    /** The system properties that carry level and style from the command line to here. */
    private static final String LEVEL = "leat.log.level";

    private static final String STYLE = "leat.log.style";

    /** How lines look. */
    public enum Style {
        /** For a person who runs a command: the time of day and what happened. */
        COMMAND,
        /** For the log of a service: the date, and which connector and job a line is about. */
        SERVICE,
        /** One JSON object a line, with the fields of the Elastic Common Schema. */
        ECS
    }

    /** Libraries that tell at debug level about every packet. They stay quiet until trace is asked for. */
    private static final List<String> NOISY = List.of(
            "org.apache.hc",
            "org.apache.http",
            "org.apache.parquet",
            "co.elastic.clients",
            "org.mongodb.driver",
            "software.amazon.awssdk",
            "com.hierynomus",
            "com.datastax.oss",
            "io.netty");

    /** Log lines of this level and above are shown. To be called before anything is logged. */
    public static void use(String level) {
        System.setProperty(LEVEL, level);
    }

    /** Log lines look like this. To be called before anything is logged. */
    public static void use(Style style) {
        System.setProperty(STYLE, style.name());
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Level level = Level.toLevel(System.getProperty(LEVEL), Level.WARN);
        Encoder<ILoggingEvent> encoder = encoder(level);
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        context.getLogger("ROOT").setLevel(level);
        context.getLogger("ROOT").addAppender(stderr);
        NOISY.forEach(name -> context.getLogger(name).setLevel(level == Level.TRACE ? Level.TRACE : Level.OFF));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Encoder<ILoggingEvent> encoder(Level level) {
        boolean isBrief = level.isGreaterOrEqual(Level.INFO);
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        switch (Style.valueOf(System.getProperty(STYLE, Style.COMMAND.name()))) {
            case ECS -> {
                return new EcsEncoder();
            }
            case SERVICE ->
                lines.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %msg%replace( [%mdc]){' \\[\\]$',''}%n"
                        + (isBrief ? "%nopexception" : ""));
            case COMMAND ->
                lines.setPattern(
                        isBrief
                                ? "%d{HH:mm:ss} %level %msg%n%nopexception"
                                : "%d{HH:mm:ss.SSS} %-5level %logger{24} - %msg%n");
        }
        return lines;
    }
}
