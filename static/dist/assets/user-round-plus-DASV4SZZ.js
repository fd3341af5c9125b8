<<<<<<<< HEAD:static/dist/assets/user-round-plus-CklcPBz3.js
import{d as e,nt as t,tt as n}from"./first-SgVcleRO.js";var r=new Set([`$$slots`,`$$events`,`$$legacy`]);function i(i,a){let o=n(a,r),s={name:`user-round-plus`,size:24,node:[[`path`,{d:`M2 21a8 8 0 0 1 13.292-6`}],[`circle`,{cx:`10`,cy:`8`,r:`5`}],[`path`,{d:`M19 16v6`}],[`path`,{d:`M22 19h-6`}]],aliases:[`user-plus-2`]};e(i,t(()=>o,{get icon(){return s}}))}export{i as t};
========
import{d as e,nt as t,tt as n}from"./first-Ben9DeAe.js";var r=new Set([`$$slots`,`$$events`,`$$legacy`]);function i(i,a){let o=n(a,r),s={name:`user-round-plus`,size:24,node:[[`path`,{d:`M2 21a8 8 0 0 1 13.292-6`}],[`circle`,{cx:`10`,cy:`8`,r:`5`}],[`path`,{d:`M19 16v6`}],[`path`,{d:`M22 19h-6`}]],aliases:[`user-plus-2`]};e(i,t(()=>o,{get icon(){return s}}))}export{i as t};
>>>>>>>> 43ccf21 (web: ask who a friend is when the friendship ends):static/dist/assets/user-round-plus-DASV4SZZ.js
