namespace Venueless.Fast.Core.Operators;

/// <summary>What an operator's command asks a node for.</summary>
public enum OperatorQuestion
{
    /// <summary>How many connections it has under its label.</summary>
    List,

    /// <summary>The names of the connections under a label, oldest first.</summary>
    Names,

    /// <summary><see cref="OperatorAction.Drop"/> for a label or one connection.</summary>
    Drop,

    /// <summary><see cref="OperatorAction.Reload"/> for a label or one connection.</summary>
    Reload,

    /// <summary>Its <see cref="NodeStatistics"/>.</summary>
    Statistics,

    /// <summary>To reload everybody in a world, or one user, because a command has changed their rows: <see cref="Ports.IWorldNotices"/>.</summary>
    ReloadWorld,
}
