package com.example.oai;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What a repository has answered. */
record Answer(Element root) {

    /** Reads an answer. It comes from somebody else: a document type, which could name our files, is refused. */
    static Answer read(InputStream xml) throws IOException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null); // Errors are thrown; there is no need to print them as well.
            return new Answer(builder.parse(xml).getDocumentElement());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The XML parser of the JDK has both features", e);
        }
    }

    /** The code of an error; empty when there is none. */
    String error() {
        return elements(root, "error").stream()
                .filter(error -> error.getParentNode() == root)
                .map(error -> error.getAttribute("code"))
                .findFirst()
                .orElse("");
    }

    /** The text of the first element of that name; empty when there is none. */
    String text(String name) {
        return elements(root, name).stream()
                .map(element -> element.getTextContent().strip())
                .findFirst()
                .orElse("");
    }

    /** The texts of all elements of that name. */
    List<String> texts(String name) {
        return elements(root, name).stream()
                .map(element -> element.getTextContent().strip())
                .toList();
    }

    List<OaiRecord> records() {
        return elements(root, "record").stream().map(OaiRecord::of).toList();
    }

    /** By which the next page is asked for; empty on the last one. */
    String token() {
        return text("resumptionToken");
    }

    static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagNameNS("*", name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
