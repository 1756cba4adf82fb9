namespace Venueless.Fast.Core.Ports;

/// <summary>Why a change of a poster was not stored, in the order of the checks.</summary>
public enum PosterRefusal
{
    None,
    UnknownPoster,
    NotPresenter,
    UnknownParentRoom,
    UnknownPresenter,
}
