package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection that speaks as much of CQL's binary protocol, version 4, as starts and tests need: plain statements, one
 * at a time, their rows as text.
 */
final class CqlConnection implements AutoCloseable {
    private static final int REQUEST_VERSION_4 = 0x04;
    private static final int OPCODE_ERROR = 0x00;
    private static final int OPCODE_STARTUP = 0x01;
    private static final int OPCODE_READY = 0x02;
    private static final int OPCODE_AUTHENTICATE = 0x03;
    private static final int OPCODE_QUERY = 0x07;
    private static final int OPCODE_RESULT = 0x08;
    private static final int OPCODE_AUTH_RESPONSE = 0x0F;
    private static final int OPCODE_AUTH_SUCCESS = 0x10;
    private static final int CONSISTENCY_ONE = 0x0001;
    private static final int FLAG_SKIP_METADATA = 0x02;
    private static final int RESULT_ROWS = 2;
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private CqlConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    private record Answer(int opcode, byte[] body) {
        DataInputStream reader() {
            return new DataInputStream(new java.io.ByteArrayInputStream(body));
        }
    }

    /** Writes the body of a request. */
    @FunctionalInterface
    private interface Body {
        void writeTo(DataOutputStream body) throws IOException;
    }

    static boolean isListening(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static CqlConnection open(InetSocketAddress address, @Nullable CassandraAccess access) throws IOException {
        return access == null
                ? open(address, null, "", "")
                : open(address, access.caCertificate(), access.username(), access.password());
    }

    /**
     * Connects and logs in.
     *
     * @throws IOException if there is no answer
     * @throws LocalException if the node refuses the user
     */
    static CqlConnection open(InetSocketAddress address, @Nullable Path caCertificate, String user, String password)
            throws IOException {
        Socket socket = caCertificate == null
                ? new Socket()
                : NodeClient.trusting(caCertificate).getSocketFactory().createSocket();
        boolean open = false;
        try {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            CqlConnection connection = new CqlConnection(socket);
            connection.logIn(user, password);
            open = true;
            return connection;
        } finally {
            if (!open) {
                socket.close();
            }
        }
    }

    private void logIn(String user, String password) throws IOException {
        Answer answer = ask(OPCODE_STARTUP, body -> {
            body.writeShort(1);
            body.writeUTF("CQL_VERSION");
            body.writeUTF("3.0.0");
        });
        if (answer.opcode() == OPCODE_AUTHENTICATE) {
            byte[] token = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
            answer = ask(OPCODE_AUTH_RESPONSE, body -> {
                body.writeInt(token.length);
                body.write(token);
            });
        }
        if (answer.opcode() != OPCODE_READY && answer.opcode() != OPCODE_AUTH_SUCCESS) {
            throw new IOException("the node answered the login with message " + answer.opcode());
        }
    }

    /** Runs a statement; each value of a row is its bytes read as UTF-8, nothing is an empty text. */
    List<List<String>> query(String cql) throws IOException {
        byte[] text = cql.getBytes(StandardCharsets.UTF_8);
        Answer answer = ask(OPCODE_QUERY, body -> {
            body.writeInt(text.length);
            body.write(text);
            body.writeShort(CONSISTENCY_ONE);
            body.writeByte(FLAG_SKIP_METADATA);
        });
        DataInputStream reader = answer.reader();
        if (answer.opcode() != OPCODE_RESULT || reader.readInt() != RESULT_ROWS) {
            return List.of();
        }
        reader.readInt(); // the flags: there is no paging and no metadata
        int columns = reader.readInt();
        int count = reader.readInt();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> row = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                int length = reader.readInt();
                row.add(length < 0 ? "" : new String(reader.readNBytes(length), StandardCharsets.UTF_8));
            }
            rows.add(row);
        }
        return rows;
    }

    private Answer ask(int opcode, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(new DataOutputStream(bytes));
        out.writeByte(REQUEST_VERSION_4);
        out.writeByte(0);
        out.writeShort(0);
        out.writeByte(opcode);
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        out.flush();
        in.readFully(new byte[4]); // version, flags, stream
        int answered = in.readUnsignedByte();
        Answer answer = new Answer(answered, in.readNBytes(in.readInt()));
        if (answer.opcode() == OPCODE_ERROR) {
            DataInputStream reader = answer.reader();
            int code = reader.readInt();
            throw new LocalException(
                    Reason.NODE_REFUSED,
                    "Cassandra refused (0x" + Integer.toHexString(code) + "): " + reader.readUTF());
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
