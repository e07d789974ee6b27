/// A genotype list string: which alleles a person may carry at which genes, with every ambiguity kept.
///
/// From loosest to tightest: `^` between genes, `?` between places of one gene (version 1.1), `|` between genotypes,
/// `+` between the copies of a gene, `~` between genes in phase, `/` between alleles.
///
/// Source: Milius 2013 (doi 10.1111/tan.12150) for 1.0; Mack 2023 (doi 10.1111/tan.15126) for 1.1; FORMATS, section 3.1.
public struct GLString: Hashable, Sendable {
  /// The statements between `^`; never empty.
  public var blocks: [Block]

  /// A string of these statements.
  public init(blocks: [Block]) { self.blocks = blocks }

  /// What is said between two `^`.
  public struct Block: Hashable, Sendable {
    /// The genotype lists between `?`, of which one holds; never empty, nearly always one.
    public var locations: [GenotypeList]
  }

  /// The genotypes between `|`, of which one holds; never empty.
  public struct GenotypeList: Hashable, Sendable {
    /// The genotypes.
    public var genotypes: [Genotype]
  }

  /// The copies between `+`; never empty.
  public struct Genotype: Hashable, Sendable {
    /// The copies, each a haplotype of one gene or more.
    public var copies: [Haplotype]
  }

  /// The genes between `~`, in phase; never empty.
  public struct Haplotype: Hashable, Sendable {
    /// One allele list a gene.
    public var genes: [AlleleList]
  }

  /// The alleles between `/`, of which one is there; never empty.
  public struct AlleleList: Hashable, Sendable {
    /// The names as written.
    public var names: [String]

    /// The gene of the first name, without `HLA-`: `A`, `DRB1`, `KIR2DL1`.
    public var gene: Substring { GLString.gene(of: names[0]) }
  }

  /// The part of a name before its `*`, without `HLA-`.
  static func gene(of name: String) -> Substring {
    let bare = name.hasPrefix("HLA-") ? name.dropFirst(4) : name[...]
    return bare.prefix { $0 != "*" }
  }
}

extension GLString: CustomStringConvertible {
  /// The string, as it would be written.
  public var description: String {
    blocks.map { block in
      block.locations.map { list in
        list.genotypes.map { genotype in
          genotype.copies.map { copy in
            copy.genes.map { $0.names.joined(separator: "/") }.joined(separator: "~")
          }.joined(separator: "+")
        }.joined(separator: "|")
      }.joined(separator: "?")
    }.joined(separator: "^")
  }
}

/// Why a text is no genotype list string.
public struct GLStringFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: Equatable, Sendable {
    /// Nothing stands on one side of an operator.
    case emptyPart
    /// What stands between operators is no allele name with its gene.
    case notAName(String)
    /// Alleles of different genes stand where only one gene can be.
    case mixedGenes(String, String)
    /// A person has no more than two copies of a gene.
    case threeCopies(String)
    /// `namespace#version#string` without its parts, or of an unknown namespace.
    case malformedCode
  }

  /// What is wrong.
  public let kind: Kind
  /// Distance of the faulty part from the beginning, in bytes of UTF-8.
  public let offset: Int

  /// A fault.
  public init(_ kind: Kind, offset: Int) { (self.kind, self.offset) = (kind, offset) }

  /// The code that rejects files show.
  public var code: String {
    switch kind {
    case .emptyPart: "gl_string_empty_part"
    case .notAName: "gl_string_malformed"
    case .mixedGenes: "gl_string_mixed_loci"
    case .threeCopies: "gl_string_three_copies"
    case .malformedCode: "gl_string_code_malformed"
    }
  }

  /// What is wrong; what was expected.
  public var description: String {
    switch kind {
    case .emptyPart: "nothing stands beside an operator of the GL String (byte \(offset + 1)); an allele was expected"
    case .notAName(let text):
      "\(text) is no allele name of a GL String (byte \(offset + 1)); a name with its locus, as HLA-A*02:01, was expected"
    case .mixedGenes(let first, let second):
      "\(first) and \(second) stand where one locus was expected (byte \(offset + 1)); ~ joins loci, ^ separates them"
    case .threeCopies(let gene): "the GL String gives more than two copies of \(gene); at most two were expected"
    case .malformedCode:
      "the GL String Code is not of the form namespace#version#string; hla#3.58.0#HLA-A*02:01+HLA-A*24:02 was expected"
    }
  }
}
