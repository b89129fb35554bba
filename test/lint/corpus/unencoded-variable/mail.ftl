<a href="https://www.example.com/p?name=${user.name}&amp;a=b">as it is</a>
<a href="https://www.example.com/p?name=${user.name!"you"}">with a default</a>
<a href="https://www.example.com/p?name=${user.name?html}">for HTML only</a>
<a href="https://www.example.com/p?name=${user.name?url}">encoded</a>
<#-- ses-track-ignore-next unencoded-variable: ours are plain -->
<a href="https://www.example.com/p?name=${user.name}">ignored</a>
