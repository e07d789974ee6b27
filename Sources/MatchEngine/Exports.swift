// The front door: whoever imports MatchEngine has every type that stands in its declarations.
@_exported import Alloreactivity
@_exported import DonorPool
@_exported import DonorSelection
@_exported import HLAMatching
@_exported import HLANomenclature
@_exported import HLAReference
@_exported import HLATyping
@_exported import MatchReport
@_exported import RegistryFormats
@_exported import TransplantFacts
