// Asks veraPDF, the validator of the PDF Association, whether files are what they claim to be: PDF/A-2a (ISO 19005-2) and
// PDF/UA-1 (ISO 14289-1). `java -cp <jar with veraPDF> Archivable.java file.pdf...`
//
// veraPDF stands in a jar of the package @opendataloader/pdf, without the XML binding that its own reader of rule files
// wants; the rule files are therefore read here, from that same jar, and every rule in them is asked.

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

public class Archivable {
    /** Fewer checks than this in one file would mean that nothing was looked at. */
    private static final int LEAST_CHECKS = 1000;

    public static void main(String[] files) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        List<ValidationProfile> profiles = List.of(profile("PDFA-2A", PDFAFlavour.PDFA_2_A), profile("PDFUA-1", PDFAFlavour.PDFUA_1));
        int wrong = files.length == 0 ? 1 : 0;
        for (String file : files) {
            for (ValidationProfile profile : profiles) {
                if (!holds(file, profile)) wrong++;
            }
        }
        System.exit(wrong == 0 ? 0 : 1);
    }

    private static boolean holds(String file, ValidationProfile profile) throws Exception {
        PDFAFlavour flavour = profile.getPDFAFlavour();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(Path.of(file).toFile(), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 20, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            boolean claimed = parser.getFlavours().contains(flavour);
            boolean good = result.isCompliant() && claimed && result.getTotalAssertions() >= LEAST_CHECKS;
            System.out.printf("%s %s %s, %d rules, %d checks%n", good ? "good" : "WRONG", file, flavour,
                    profile.getRules().size(), result.getTotalAssertions());
            result.getTestAssertions().forEach(failed -> System.out.printf("    %s: %s (%s)%n",
                    failed.getRuleId().getClause(), failed.getMessage(), failed.getLocation().getContext()));
            return good;
        }
    }

    /** The rules of one standard, as veraPDF publishes them. */
    private static ValidationProfile profile(String name, PDFAFlavour flavour) throws Exception {
        try (InputStream file = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            List<Element> all = in(only(root, "rules"), "rule");
            for (Element rule : all) rules.add(rule(rule));
            Set<Variable> variables = new HashSet<>();
            for (Element one : in(only(root, "variables"), "variable")) {
                variables.add(Profiles.variableFromValues(one.getAttribute("name"), one.getAttribute("object"),
                        text(one, "defaultValue"), text(one, "value")));
            }
            if (rules.size() != all.size() || rules.size() < 50) throw new IllegalStateException(name + ": rules lost");
            return Profiles.profileFromValues(flavour, Profiles.profileDetailsFromValues(name, name, "veraPDF", new java.util.Date(0)),
                    "", rules, variables);
        }
    }

    private static Rule rule(Element rule) {
        Element id = only(rule, "id");
        Element error = only(rule, "error");
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element one : in(only(error, "arguments"), "argument")) {
            arguments.add(ErrorArgumentImpl.fromValues(one.getTextContent(), null, null));
        }
        List<Reference> none = List.of();
        Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"), deferred, rule.getAttribute("tags"), text(rule, "description"),
                text(rule, "test"), Profiles.errorFromValues(text(error, "message"), arguments), none);
    }

    private static List<Element> in(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent == null ? null : parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) found.add(element);
        }
        return found;
    }

    private static Element only(Element parent, String name) {
        List<Element> found = in(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static String text(Element parent, String name) {
        Element found = only(parent, name);
        return found == null ? "" : found.getTextContent();
    }
}
