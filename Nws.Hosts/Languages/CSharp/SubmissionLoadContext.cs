using System.Reflection;
using System.Runtime.Loader;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>Holds the assembly of one submission, so that it can go when neither cache nor chain needs it any more.</summary>
internal sealed class SubmissionLoadContext(Submission? parent, ScriptReferences references)
    : AssemblyLoadContext("submission", isCollectible: true)
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        for (Submission? below = parent; below is not null; below = below.Parent)
        {
            if (below.Assembly.GetName().Name == assemblyName.Name)
                return below.Assembly;
        }
        return references.Load(assemblyName);
    }
}
